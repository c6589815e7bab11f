# posix: XCU 2.9.4
# status: 0

printf '1\n2\n3\n' > f
{ read a; read b; echo $b $a; } < f
