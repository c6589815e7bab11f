# posix: XCU 2.7.5
# status: 0

printf 'a\nb\n' > f
exec 4< f
read x <&4
read y <&4
echo $y $x
exec 4<&-
