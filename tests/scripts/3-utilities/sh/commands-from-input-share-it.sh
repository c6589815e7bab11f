# posix: XCU 3 sh
# status: 0
# compare: no dash reads its commands in blocks, and the rest is lost to them
cat > script <<'end'
read a
for the variable
(read b; echo "subshell $b")
for the subshell
echo "$a"; cat <<X
here-document
X
if true
then head -n 1
fi; alias say=echo
for head
f() {
  say function "$1"
}
f 1; cat
for cat
and more
end
sed 's/head -n 1/read x; echo "$x"/' script > piped
shell=$(readlink /proc/$$/exe)
case $shell in */shtutor) set -- "$shell" sh ;; *) set -- "$shell" ;; esac
"$@" < script; echo "status $?"
cat piped | "$@"; echo "status $?"
{ read first; "$@"; } < script 2> /dev/null; echo "status $?"
