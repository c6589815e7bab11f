# posix: XCU 2.2
# status: 0

unset a b c
printf '<%s>\n' "${a-"${b-"${c-x  y}"}"}" ${a-${b-${c-x  y}}} "${a-${b-'${c-z}'}}" ${a-"${b-'q  r'}"}
