# posix: XCU 2.6.6
# status: 0

ln -s nowhere link; touch lint
echo l* l*k
