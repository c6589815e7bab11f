# posix: XCU 2.9.2
# status: 127

no-such-command 2>/dev/null | echo last; echo $?
echo first | no-such-command 2>/dev/null
