# posix: XCU 2.15 trap
# status: 0
# compare: no dash has no -p

trap 'echo "it'"'"'s"' TERM
trap '' USR1
trap -p TERM USR1 USR2 0
saved=$(trap -p TERM USR1 USR2)
trap 'echo changed' TERM USR1 USR2
eval "$saved"
kill -USR1 $$
kill -TERM $$
trap -p USR2
trap -p | grep -E '(EXIT|TERM|USR1|USR2)$'
trap -p NOSUCH USR2 2>/dev/null
echo $?
