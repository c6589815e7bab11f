# posix: XCU 2.14.3
# status: 0

touch .hidden shown
echo *
echo .h*
