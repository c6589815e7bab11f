# posix: XCU 2.6.3
# status: 0

x='a b'
echo `echo \$x` `echo \\$x` `echo '\\\\'` `echo "\$x"` `echo \`echo inner\``
echo `echo \`echo \\\`echo deep\\\`\``
