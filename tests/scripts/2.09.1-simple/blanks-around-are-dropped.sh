# posix: XCU 2.9.1
# status: 0

   echo    spaced    out   
	echo tab
