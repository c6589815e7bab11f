# posix: XCU 2.6.6
# status: 0

mkdir d; touch d/f
echo d/*
rm d/f; rmdir d; echo d/*
