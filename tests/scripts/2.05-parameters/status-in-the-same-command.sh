# posix: XCU 2.5.2
# status: 0

false
echo $? $(echo $?; exit 3) $?
x=$? y=$(exit 9) z=$?; echo $x $z
