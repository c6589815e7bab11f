# posix: XCU 2.7.4
# status: 0

cat <<'two words'
body
two words
cat <<"a b"c
body $x
a bc
cat <<\E
$x
E
