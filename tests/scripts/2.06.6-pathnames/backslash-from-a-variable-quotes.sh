# posix: XCU 2.6.6
# status: 0
mkdir dir
>dir/name
>'dir/*'
a='d*/\na\me' b='d*/\n*' c='d*/\*' d='d*/x\y'
printf '[%s]\n' $a $b $c $d "$a"
