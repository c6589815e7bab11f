# posix: XCU 2.9.1
# status: 0
words='two  words'
set -- a b
export x=$words y=$(printf 'c  d') z=$@
printf '<%s>\n' "$x" "$y" "$z"
readonly r=$words:~
printf '<%s>\n' "${r%:*}"
case $r in *:/*) echo 'a tilde behind a colon' ;; esac
f() {
    local inner=$words
    printf '<%s>\n' "$inner"
}
f
command export w=$words
printf '<%s>\n' "$w"
