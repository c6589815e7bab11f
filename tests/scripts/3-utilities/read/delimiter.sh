# posix: XCU 3 read
# status: 0
# compare: no dash has no -d

printf 'a:b:c' | {
    read -d : x && echo "$x"
    read -d: x && echo "$x"
    read -d : x || echo "no delimiter behind $x"
}
printf 'a\0b c\0' | {
    read -d '' x && echo "$x"
    read -rd '' x y && echo "$x,$y"
}
printf ' one\ntwo  \n:rest\n' | {
    read -d : x y && echo "[$x][$y]"
    read x && echo "$x"
}
printf 'a\\:b:' | { read -d : x && echo "$x"; }
printf 'a\\:b:' | { read -r -d : x && echo "$x"; }
printf 'a\\\nb:' | { read -d : x && echo "$x"; }
printf 'a\\ b:' | { read -d : x y && echo "$x,$y"; }
printf 'a:b\n' | { IFS=: read -d x y z; echo "$? $y,$z"; }
read -d 2>/dev/null
test $? -gt 1 && echo a delimiter is needed
read -d : </dev/null 2>/dev/null
test $? -gt 1 && echo a name is needed
