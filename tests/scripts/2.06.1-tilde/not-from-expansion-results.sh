# posix: XCU 2.6.1
# status: 0

HOME=/home/me
t='~' u='~/x'
echo $t $u "$t" $t/y ${z-$t}
x=$t; echo $x
