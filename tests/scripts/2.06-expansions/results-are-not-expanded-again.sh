# posix: XCU 2.6
# status: 0

x='$y' y='`echo bad`' z='$((1+1))' w='~' v='${y}'
echo $x $y $z $w $v "$x$v"
