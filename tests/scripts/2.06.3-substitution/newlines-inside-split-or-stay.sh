# posix: XCU 2.6.3
# status: 0

x=$(printf 'a\nb\nc\n')
echo $x
echo "$x"
for i in $(printf 'x y\nz\n'); do echo $i; done
