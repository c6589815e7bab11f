# posix: XCU 2.6.6
# status: 0

mkdir -p d1/s d2/s e1; touch d1/s/f d2/s/g d1/h e1/h
echo d*/s/* d*/* */h d?/s/[fg] */ d*/s/
