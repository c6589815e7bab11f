# posix: XCU 2.6.6
# status: 0

mkdir d; touch d/a
echo d'/'* "d/"* d\/* 'd'/a
