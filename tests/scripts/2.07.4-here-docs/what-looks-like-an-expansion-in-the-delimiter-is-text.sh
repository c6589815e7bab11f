# posix: XCU 2.7.4
# status: 0
cat <<EO`true`F
one
EO`true`F
cat <<- $a
	two
$a
cat <<"${b}$(c)"
three $HOME
${b}$(c)
