# posix: XCU 2.7.4
# status: 0

x=1
cat <<E
\$x \\ \` \" \a "$x" '$x' $((x+1)) \
joined
E
