# posix: XCU 2.6.6
# status: 0

mkdir d; touch d/f
echo d//f* .//d/f* ./*/f d/./f*
