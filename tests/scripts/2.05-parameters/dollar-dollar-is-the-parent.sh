# posix: XCU 2.5.2
# status: 0

a=$$
b=$( echo $$ )
c=$( ( echo $$ ) )
test $a = $b && test $a = $c && echo same
