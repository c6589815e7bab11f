# posix: XCU 2.6.3
# status: 0

echo `echo a` "`echo b`"
echo `echo \`echo nested\``
echo `echo '\$x'`
