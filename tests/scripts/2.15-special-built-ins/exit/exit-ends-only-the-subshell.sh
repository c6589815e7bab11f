# posix: XCU 2.15 exit
# status: 0

( echo a; exit 4; echo b )
echo $?
