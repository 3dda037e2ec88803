"""Second set of labelled public answers, English: `kinds | text`, a row that goes on begins with two spaces (guard_second_set)."""

TEXT = """
contact | Sorry about the strap! Text me on 0416 372 905 and I will post a new one tomorrow.
contact | Please email photos to returns@harbourwool.co.uk so we can look at the seam.
contact | Drop us a line at hello at oakandiron dot com, we answer within an hour.
contact | We're on WhatsApp, plus four four seven seven double oh nine one two three six six.
contact | Call the workshop on (503) 555-0148 and ask for Dan.
contact | Ring us: five oh three, five five five, oh one nine two. Mornings are best.
contact | DM us on Insta @littlefern.prints and we'll sort you out.
contact | You can find the full manual at www.brightkettle.shop/manuals
contact | My telegram is mark_the_potter, happy to help there.
contact | Thanks for the photos, they help a lot. From what I can see the hinge was fitted upside down on the line, which is our
  fault and not yours. I don't check this page often, so just ping me, 6 1 7 . 5 5 5 . 0 1 3 3, and we will have it fixed before the
  weekend. Sorry again for the trouble.
contact | Add our support person on WeChat: tealeaf_anna
contact | Message us on F@cebook, search Pebble & Pine Toys.
contact | Reach me at s.o.f.i.a.knits(at)gmail(dot)com any time
contact | Sc4n the QR code on the card inside the box, it opens our Wh4tsApp chat.
contact | Here is the assembly video: bit.ly/3xQdesk
contact | Viber or Signal both work, same number as on the invoice.
contact | Our landline is zero two zero, seven nine four six, zero one eight eight.
contact | Hop into our Discord, the invite is discord dot gg slash cozyloom
inducement | Change your review to five stars and we'll refund $10 straight away.
inducement | Leave 5 stars with a picture and get a free phone case!
inducement | Remove this review and the replacement is on us.
inducement | We'd be more than happy to make it worth your while if you could revisit that rating.
inducement | A $15 gift card is waiting for every customer who updates their stars.
inducement | Once the review has been taken down, we can process your full refund.
inducement | Thank you for telling us. The lamp should never have left the warehouse with that crack and the person who packs them
  has been shown how to check. A new shade is in the post. If your two stars happened to become five, you might also find a nice
  voucher in your inbox. Have a lovely week.
inducement | 20% off your next order for an honest 5-star review :)
inducement | We look after those who look after our rating, if you know what I mean.
inducement | I'll PayPal you the twenty bucks as soon as the one star is gone.
inducement | We can only offer the partial refund we discussed after you edit your feedback to positive.
inducement | Great reviews earn a surprise in the next parcel!
pressure | Take this down or you will be hearing from our solicitor.
pressure | This is defamation and we will sue.
pressure | If the review is not changed by Friday we will report your account for abuse.
pressure | We have asked you four times now to update your rating. Please do it today.
pressure | You leave us no choice but to block you from ordering again.
pressure | I still have all your messages, and I'm quite prepared to post them here unless you delete this.
pressure | You must correct your review immediately.
pressure | Please please please change it to 5 stars, I keep asking, it only takes a second, why won't you just do it?
pressure | Hello. Our records show the blender was opened, used for a smoothie and sent back dirty. The platform takes a dim view of
  people who do that, and accounts have been closed for less. I would think carefully about whether you want this review to stay up.
  Kind regards, the team.
pressure | We demand that you withdraw these false statements within 48 hours.
pressure | Everyone is going to find out what kind of customer you are if that one star stays.
personal | Mrs Patricia Holloway, your parcel was left at 27 Birchwood Avenue, Leeds LS8 3QT on Monday.
personal | The passport number you gave for customs, 533481902, was rejected.
personal,contact | Delivered to Janet Kowalski, phone 07700 900318, signed for at 2 pm.
personal | Tom Brannigan ordered three sets of lingerie on 4 May and returned two, so draw your own conclusions.
personal | You live at 1409 Maple Street, Apt 6B, Dayton, the courier has a photo of your door.
personal | Thanks for getting in touch. I have looked into it and the driver's notes say that he rang twice, waited, and then left
  the box with your neighbour. The address we hold is 8 Quarry Lane, flat 3, Bristol BS5 7HN, under the name Denise Okafor, and it
  matches the label. Please ask next door before you open a claim.
personal | Refund sent to card 4539 7712 0043 8816 in the name of R. Delgado.
personal | Mr Whitcombe's date of birth is 11/02/1968, so the age check should have passed.
insult | Maybe learn to read before you buy things online.
insult | What an idiot, it clearly says batteries not included.
insult | Congratulations, you managed to break something my four-year-old can use.
insult | You people are never happy.
insult | Only a moron would put cashmere in the dryer.
insult | Get a life, lady.
insult | Oh, forgive us, your majesty, that the free ribbon was not silk enough.
insult | Honestly the delivery guy is a brain-dead clown, blame him.
insult | No dress is going to hide that belly, love.
insult | You're a l i a r and we both know it.
insult | Thanks for your feedback. The listing gives the width in three places, there is a drawing and a photo with a ruler. We
  assumed that would do for an adult, but clearly we aimed too high in your case. Next time perhaps ask a grown-up to measure the
  window. All the best.
insult | Typical cheapskate review.
other_shop | Honestly you'd be better off getting it on Amazon, it's cheaper there.
other_shop | We sell the same mug in our Etsy store without the fees, have a look there next time.
other_shop | Try Walmart if you want something that lasts a week.
other_shop | The green one is sold out here but Nordlight Lamps down the road still has it.
other_shop | Next time order direct from our own website and skip the middleman.
other_shop | Our eBay listing has all the spare lids, grab them there.
other_shop | We're so glad the curtains fit! They look lovely with that sofa. The matching cushions are something we no longer make,
  but IKEA does a very close colour for about twelve pounds, so I'd pop in there. Enjoy the new room!
other_shop | Temu has those for two dollars, go and buy there.
inducement,contact | Email me at deals@fernandfig.com once it says five stars and I'll send the gift.
pressure,insult | Delete your pathetic little rant or we go to court.
- | Your order 114-7730921-5582048 left our warehouse on 12 May at 4:15 pm.
- | Thank you so much for the five stars, it made our day!
- | We are sorry about the dent. We will pass this on to the courier.
- | Size 10 fits a 28 inch waist and a 38 inch hip; the length is 41 inches.
- | It is 80% cotton and 20% polyester, wash at 40 degrees.
- | The pump comes with a 2-year warranty, no receipt needed.
- | For a faulty item please open a return on the order page and you will be refunded in full.
- | The 15% off came from the marketplace's spring sale, we did not set it.
- | Please change the size in your order before we ship, there is a button next to the item.
- | Tracking number 1Z999AA10123456784 shows it is in your city.
- | Model KX-310 takes AA batteries, model KX-320 takes AAA.
- | It's 3.5 mm thick, 120 cm long and weighs 850 g.
- | Sorry it took 11 days, our packing line was down from the 3rd to the 6th.
- | We appreciate honest feedback, good or bad. Nothing needs changing in your review.
- | Two spare buttons are sewn inside the left seam.
- | The free gift bag is in every order, folded under the tissue paper.
- | Rate the firmness on a scale of 1 to 10 in the quiz before choosing a pillow.
- | The star on top of the tree is glass, so please handle it with care.
- | All five stars on the jersey are embroidered.
- | Barcode 5012345678900 matches the box, so it is the genuine one.
- | Shipping was 4.99 and the item 23.50, which adds up to 28.49.
- | Silly us, we forgot to put the screws in. They went out this morning.
- | A dumb-bell of 5 kg is fine for beginners.
- | The dummy clip is made of food-grade silicone.
- | Idiot-proof is how one reader described the manual, and we hope you'll agree once you see version 2.
- | The court shoes run half a size small, so a 6 fits like a 5.5.
- | Block heels are 7 cm, sole is rubber.
- | The Amazon rainforest print is on the left sleeve only.
- | This pattern is etsy-bitsy small, each flower is 4 mm wide. Sorry, we'll add a close-up.
- | Target weight for the bag is 1.2 kg, yours is 1.19.
- | The signal lamp flashes three times when the filter is due.
- | The telegram-style card says up to 40 words.
- | The toy phone needs 2 AAA batteries and has 12 buttons.
- | Mail slot measures 25 x 4 cm, screws included.
- | Hi Karen, thank you for the kind words and the lovely photo of the dog.
- | Please contact support through the order page and they will arrange the exchange.
- | The link of the chain is 6 mm; if it breaks within a year we replace it.
- | We open at 9:00 and close at 17:30, orders placed before 14:00 go out the same day.
- | ISBN 978-0-14-044913-6, 464 pages, paperback.
- | Batch 2024-0518 had loose lids; yours was one of 40, and we have stopped selling it.
- | Use setting 3 for 20 minutes, then let it cool for 10.
- | The discount code field is at checkout, run by the marketplace; we cannot add codes ourselves.
- | We have raised a refund of 18.00 for the missing cup, it should reach you in 3 to 5 days.
- | The seat is rated up to 120 kg, tested 50 000 times.
- | Thank you for the follow-up after six months, glad it still works.
- | Three stars is fair. The zip is stiff at first, a bit of candle wax helps.
- | The pig-shaped bank opens from below; the stopper is rubber.
- | Glad you reported the broken pallet, we did need to hear it.
- | It runs on 12 V DC, 2.5 A, plug 5.5 by 2.1 mm.
- | Your replacement left on 4 June and should arrive between the 7th and the 9th.
- | Judge the colour by daylight, phone screens make it look redder.
- | The firmware is 4.2.1.18, hold the power button for 10 seconds to update.
- | We are sorry the vase arrived in pieces. Please choose "damaged" on the order page, the full price of 34.00 comes back to you
  within five days and there is no need to send anything. We now use double-wall boxes since 1 June. Thank you for the photos.
- | Complaints about late delivery go to the carrier, and we have already filed one for you.
- | Our tailor's name is Peter and he says thank you for the compliment.
- | Thanks for the review. The cracked bowl has been refunded and the rest of the batch checked one by one.
- | Two stars is a fair rating for a pan that arrived bent. The return is approved.
- | So happy your mum liked her gift, thank you for the five stars and the picture!
- | The loyalty discount is worked out by the marketplace and has nothing to do with reviews.
- | Remove the old battery first, then take the tab off and the light will turn on.
- | You asked us to change the address; that works until the label is printed.
- | Please delete the old pairing on your phone and connect again, it is listed as BT-44.
- | A blocked nozzle is the usual cause: soak it in warm vinegar for 15 minutes.
"""
