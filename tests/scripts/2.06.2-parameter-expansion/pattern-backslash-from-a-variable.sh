# posix: XCU 2.6.2
# status: 0

x='a*b' p='a\*'
echo "${x#$p}" "${x#"$p"}"
y='a\*b'
echo "${y#"$p"}"
