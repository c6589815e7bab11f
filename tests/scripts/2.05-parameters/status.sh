# posix: XCU 2.5.2
# status: 0

true; echo $?
false; echo "$?" ${?}
