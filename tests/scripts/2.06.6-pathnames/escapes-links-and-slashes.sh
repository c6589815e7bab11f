# posix: XCU 2.6.6
# status: 0
mkdir d e 'x*y' .h; touch d/f d/g e/f 'x*y/1' 'a\b' 'a*b' ab .h/k d/.dot; ln -s d l; ln -s nowhere broken
x="a\*b"; echo $x
x="a\\*"; printf '%s\n' $x
echo */
echo */f l/* b* bro*/
echo .*/k ./d* .//d//*
echo "x*y"/* x\*y/?
echo [.]h d/[f-g] [d/f]
echo */../d/f
echo d/\* d/f*/ \\d/* "\\"d/*
y="d*"; echo $y/f "$y"
echo *//f *"/"f d*/./f nothing*/../x
(cd d; echo */ * .d*)
mkdir -p "$(printf '\377\376')/x"; touch "$(printf '\377\376')/x/$(printf '\351')"
printf '%s\n' */x/? | od -An -tx1
i=0
while [ $i -lt 300 ]; do : > "d/long-common-name-$i"; i=$((i+1)); done
set -- d/long*; echo $# $1 $2 ${12} ${300}
