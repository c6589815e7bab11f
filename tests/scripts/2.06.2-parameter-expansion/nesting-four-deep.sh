# posix: XCU 2.6.2
# status: 0

unset a b c
echo ${a:-${b:-${c:-${d:-deep}}}} "${a:-"${b:-"${c:-"${d:-deep  er}"}"}"}"
x=abcabc; p=b
echo ${x#*${p}} ${x%${p#z}*} ${x##*"${p}"} ${x%%${q-b}*}
