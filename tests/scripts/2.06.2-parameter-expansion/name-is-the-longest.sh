# posix: XCU 2.6.2
# status: 0

a=1 ab=2 abc=3
echo $abcd-$abc $ab.c ${a}bc $a_ "$abc"d
