# posix: XCU 2.5.3
# status: 0

X=1 sh -c 'X=2; sh -c "echo \$X"; unset X; sh -c "echo [\$X]"'
