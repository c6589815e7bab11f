# posix: XCU 2.15 trap
# status: 0
trap 'echo x' NOSUCH 2> /dev/null
echo $?
