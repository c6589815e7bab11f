# posix: XCU 2.5
# status: 0

a=1 ab=2 a_=3
echo $a.b $a-b $a/b "$a"b ${a}b $ab $a_ $a$a $a:b $ab.c
