# posix: XCU 2.3.1
# status: 0

alias echo='echo first; echo'
echo second
