# posix: XCU 2.5.3
# status: 0
# compare: no dash counts bytes in every locale

x=é
count() {
    echo "$1 ${#x}"
}
count start
unset LC_ALL
count none
LANG=C.UTF-8
count LANG
LC_CTYPE=POSIX
count LC_CTYPE
LC_CTYPE=
count empty
LC_ALL=C count before-a-function
LC_CTYPE=C eval 'count before-eval'
count kept
unset LC_CTYPE
count unset
(LC_ALL=C; count subshell)
count after
LANG=en_US.utf8@euro
LC_ALL=de_DE.ISO-8859-1
count other
