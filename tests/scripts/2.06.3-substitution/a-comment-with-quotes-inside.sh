# posix: XCU 2.6.3
# status: 0

echo $(
# it's "here" )
echo ok # isn't `it`
)
