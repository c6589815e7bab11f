# posix: XCU 2.9.1
# status: 0

cmd=echo
$cmd from a variable
"$cmd" 'quoted too'
two='echo split here'
$two
