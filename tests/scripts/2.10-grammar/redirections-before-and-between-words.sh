# posix: XCU 2.10
# status: 0

>f echo a b; cat f
echo >f a >g b; cat f g
<f cat >h g; cat h
x=1 >f y=2 sh -c 'echo $x$y' ; export x y; cat f
