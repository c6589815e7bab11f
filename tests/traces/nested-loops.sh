for i in 1 2; do
    for j in x y; do
        [ "$j" = y ] && continue 2
        echo "$i$j"
    done
done
