# posix: XCU 2.9.2
# status: 0

printf 'WARN a\nERROR b\nWARN c\n' | grep WARN | grep -c .
printf 'WARN a\n' | grep ERROR | grep -c .; echo $?
