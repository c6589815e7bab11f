# posix: XCU 2.6.2
# status: 0

x=file.c p='*.' s='.c' b='[.]*'
echo ${x#$p} ${x%$s} ${x%$b} ${x%"$b"} ${x%${s}}
