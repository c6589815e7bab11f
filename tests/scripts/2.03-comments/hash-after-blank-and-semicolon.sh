# posix: XCU 2.3
# status: 0

echo a;#b
echo c ;	#d
echo e&#f
wait
(#g
echo h)
{ #i
echo j;}
