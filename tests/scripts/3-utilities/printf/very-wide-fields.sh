# posix: XCU 3 printf
# status: 0

printf '%70000d' 1 | wc -c
printf '%-70000s|' a | wc -c
printf '%070000d|' -1 | cut -c 1-3,69990-
printf '%.70000d|' -1 | wc -c
printf '%.70000f' 1.5 | tail -c 3
echo
printf '%.70000e' 1.5 | tail -c 6
echo
printf '%.70000g %#.10g' 1.5 2.5
echo
printf '%*s' -70000 a | wc -c
