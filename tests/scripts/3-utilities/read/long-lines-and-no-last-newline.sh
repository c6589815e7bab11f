# posix: XCU 3 read
# status: 0
x=0123456789abcdef
x=$x$x$x$x x=$x$x$x$x x=$x$x$x$x x=$x$x
printf '%s\n%s' "$x" "$x" > in
test ${#x} -eq 2048 || echo "it has ${#x} characters"
for times in 1 2; do
  { read -r a; echo ${#a}; read -r b; echo "$? ${#b}"; read -r c; echo "$? ${#c}"; } < in
  cat in | { read -r a; echo ${#a}; read -r b; echo "$? ${#b}"; read -r c; echo "$? ${#c}"; }
  printf '%s' "$x" >> in
  printf '%s\n' "$x" "$x" "$x" >> in
done
while read -r a; do echo ${#a}; done < in
