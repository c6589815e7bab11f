# posix: XCU 2.6.5
# status: 0

touch 'a b' c
x='a* c*'
printf '<%s>\n' $x
IFS=
printf '<%s>\n' $x
