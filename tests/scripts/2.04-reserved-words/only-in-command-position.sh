# posix: XCU 2.4
# status: 0

echo if then else elif fi do done case esac while until for in { } !
