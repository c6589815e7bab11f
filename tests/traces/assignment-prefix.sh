x=1
x=2 sh -c 'echo "$x"'
echo "$x"
export y=3
