# posix: XCU 3 command
# status: 0
# compare: no its eval is not forgiven
command eval 'if'
echo "status $?"
command eval 'echo one
fi'
echo "status $?"
printf 'echo two\n)\n' >file
command . ./file
echo "status $?"
(eval 'if'; echo not reached)
echo "status $?"
