# posix: XBD 12.2
# status: 0

printf -- '-%s-\n' x
cd -- .
echo $?
