# posix: XCU 2.15 colon
# status: 0

: any $(echo arguments) 'at all'
echo $?
