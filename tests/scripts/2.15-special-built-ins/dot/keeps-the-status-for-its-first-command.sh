# posix: XCU 2.15 dot
# status: 0
echo 'echo $?' > file
echo '# nothing' > empty
(exit 5)
. ./file
(exit 5)
. ./empty
echo $?
(exit 5)
eval '# nothing'
echo $?
