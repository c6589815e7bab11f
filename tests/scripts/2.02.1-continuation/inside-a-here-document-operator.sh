# posix: XCU 2.2.1
# status: 0

cat <\
<E
text
E
cat <<\
-E
	tab
	E
