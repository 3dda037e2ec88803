"""The English phrases of the third set: see guard_third_set."""

TEXT = """
contact | So sorry about the cracked lid! Give Marina a ring on +44 7700 900318 and she will sort it out the same day.
contact | Thank you for the kind words, Paul. For larger quantities write to orders@lindenyarns.com, we answer within the hour.
contact | The chair is easier to put together than it looks. The film is at https://lindenyarns.com/chair-assembly,
  please watch it before you drill.
contact | Hello Tom! Our manager is on WhatsApp most evenings. Drop us a line there and we will choose the right size together.
contact | We are sorry to hear that it leaks. Ring us on oh seven seven double-oh, nine double-oh, one four six, the
  plumber of our team picks up himself.
contact | We would love to help you faster than this page allows: hello (at) tinfoxcandles (dot) com. Please mention the scent.
contact | Add us on T e l e g r a m, the handle is tinfox underscore help, and send a picture of the wick.
contact | You know the app with the little paper plane? Look for oakbenchsupport there, we settle such things in minutes.
contact | There is a card in the parcel. Scan the square code on its back and you will land straight in a talk with our technician.
contact | Dear buyer, chat here is slow. My WeChat ID is oakbench2020, please add me and say the order, I fix it at once.
contact | 0-7-7-0-0 then 9-0-0 then 2-7-1, ask for Greg. He built your stool and he knows how to stop the wobble.
contact | Lovely photo! Message us on Insta as @velvetmoss.studio, that is where we answer questions about washing linen.
contact | This should not have happened. Our workshop is open from nine to five, telephone 020 7946 0812, and Ruth
  will arrange everything.
contact | There is a Facebook group called Velvet Moss Owners. Join it and put your question there, the maker herself replies.
contact | Do you use V1ber? Then tap our picture there and write whatever you like, the number is the one on the box.
inducement | We are sorry that the kettle came scratched. Raise your rating to five stars and we will send $5 back to you the same day.
inducement | Please take this review down and the full price of the lamp is yours again. You may keep the lamp too.
inducement | Every buyer who leaves five stars with a photo gets a coupon for 15% off the next order. Yours is waiting, Emily!
inducement | We read your comment with sadness. Once the stars look a bit friendlier, a small surprise will be on its way to you.
inducement | Thank you for correcting the review, Colin. The brush set was sent today, as agreed.
inducement | We can ship you a new pair at no cost. First, though, the one-star review has to disappear.
inducement | Write a couple of warm lines about the blanket and the delivery of your next order is on us.
inducement | A happy rating makes a generous seller. Write to us in the order chat and we will agree on the sum.
inducement | For reviews of more than 100 words with all five stars we pay 200 bonus points. Yours has 80 words, so
  there is still time to add some!
inducement | Your opinion is worth $10 to us. All it takes is to think again about those two stars.
inducement | Hello. The refund will be released as soon as the comment has been edited, not before.
inducement | As promised, $3 for your good review have been credited. Review another purchase and you will get $3 more.
inducement | If you find a way to forget about this comment, we will find a way to make your next order half price.
inducement | Dear friend, you change to 5 star, we give you a present, very nice one, your wife will like it.
pressure | Remove this within 24 hours or our lawyer will sue you for the damage to our business.
pressure | We have saved a copy of this review and are handing it to the police as slander.
pressure | You have one chance left to give five stars. After that we block you and you will not be able to order from us again.
pressure | Please, please change the rating. I beg you, I have two children and one more bad star will close my little shop.
pressure | This is the third time that we ask you to correct your review. When are you finally going to do it?
pressure | Because of your two stars the girl who packed the order loses her bonus this month. Have that on your
  conscience, or change the rating.
pressure | A complaint about your account goes to the marketplace today. It will be withdrawn only when the review is gone.
pressure | We shall answer under every review you write anywhere on this site until you take this one back.
pressure | We always find the people who write such things. You would do well to delete it while we are still polite.
pressure | Kindly edit your comment, the delay was the carrier's and not ours. We will keep writing to you every day until it is done.
pressure | Public statements have their price in court. Our legal department has opened a file on yours.
pressure | The parcel was late through no fault of ours, so you are obliged to raise the rating. Do it today.
pressure | Why still three stars? We answered in ten minutes and apologised twice. Now be so kind and make it five, we are waiting.
pressure | As long as this review stands, each order of yours will be cancelled. It is up to you.
personal | Mrs Harriet Colby, the parcel was left at 14 Fernhill Close, Flat 3, Leeds, exactly where you asked us to leave it.
personal | Our records show that Daniel Prewitt ordered two packs of incontinence pads on 3 May and received both of them.
personal | As you told us in the chat, you have type 2 diabetes and your feet swell, so this model was going to be tight for you.
personal | The delay was at the customs, where your passport 450911827 had to be checked twice. The rest of the way took four days.
personal | We are sorry for the wait. The money went to your card 4276 5512 8034 9912 on Friday.
personal | This item is for adults only. Rebecca Lynn Osgood, born 12 August 1987, gave us her data at the checkout,
  so the sale was in order.
personal | So that everyone can judge the fit, here is the picture you sent us privately, with you in the swimsuit in
  front of the mirror.
personal | For those who read this: the buyer is Peter Dunmore, and since January he has bought three wigs and a hair
  loss serum from us.
personal | Our courier came to 88 Quarry Road, Bristol BS3 4EA, on Monday and on Tuesday, and both times nobody was at home.
contact,personal | The driver rang you on 07700 900654 four times before he took the parcel back to the depot. We are
  sorry for the trouble.
personal | Ms Olga Brandt collected the pregnancy tests and the folic acid on Monday evening, so the order was handed over in full.
personal | The massager was signed for by your husband, Mr Alan Whitlow, at St Mark's School, where he teaches. It was not lost.
personal | The box was handed to Gwen Tarrant, 6 Mill Lane, Oxford, date of birth 2 February 1979. We can only suppose
  that it was opened later.
personal | The cream did not cause the rash. The buyer has had eczema on both hands for years, she sent us the letter
  from her dermatologist.
insult | Only an idiot could put the batteries in that way round. The plus and the minus are drawn on the lid.
insult | You are lying, and you know it. Nothing was missing from that box.
insult | Congratulations on finding out that a size S is small. Science will not forget you.
insult | People who cannot read should not be let near an online shop. The length is in the title.
insult | One more freeloader who wears a dress to the party and sends it back on Monday with a sad story.
insult | With all respect, our product was made for grown people with ordinary hands and a working head.
insult | What a petty, nasty little person one must be to take off a star for a crease in the wrapping.
insult | We are not surprised. From such a miser one could expect nothing better.
insult | My five-year-old put this shelf together alone. Perhaps there is a five-year-old in your house who could explain it to you?
insult | Dear cheat, the picture in your review comes from the internet and does not even show our mug.
insult | Bravo, what a genius with the screwdriver! With brains like yours I would keep away from sharp things.
insult | It was not us, it was the courier, a drunken moron who breaks whatever he touches.
insult | There is no smell, madam. Have your head examined, that is where the trouble is.
insult | A clever person would have read the manual first. Alas, we do not get to choose our buyers.
other_shop | Glad that you like the backpack! On Amazon we sell the same one for $6 less, so take the next one there.
other_shop | This colour has run out here, but our own website has all twelve of them in stock.
other_shop | Ours is pine, as the listing says. If you would rather have oak, IKEA has such shelves, have a look there.
other_shop | Frankly, the shop Nordic Pine has a better choice in the large sizes. Try them next time.
other_shop | Next time order from us directly, past the marketplace. Without its commission the bag is a third cheaper.
other_shop | We also have a store in Manchester, in the Arndale Centre. Everything there costs 20% less than on this page.
other_shop | Custom engraving is not possible here. We do it in our Etsy shop, please order there.
other_shop | We do not stock the filters for this model. You can get them on AliExpress, any seller will do.
other_shop | Thank you for your review! The same yarn is in our eBay shop with free postage, you are welcome there.
other_shop | We are leaving this marketplace in June. From then on, look for our candles on Temu.
other_shop | The two-metre version is only on our site, as the fees of this platform are too high for it. Please buy it there.
other_shop | Walmart carries this model with the bigger battery. We would buy that one if we were you.
other_shop | If you like a firmer pillow, our friends at Sleepy Hollow Bedding make good ones. Order from them.
other_shop | The missing lid can be bought in the web shop of the manufacturer, they have it for $4.
- | Thank you for the five stars, Helen! Enjoy the cardigan, and do have a look at the matching hat.
- | Order 4410-2288-917 left our warehouse on 12 March and was at the pickup point on the 15th. We are sorry for the extra day.
- | Track number LX204418837CN has been moving since Tuesday. The customs took four days this time.
- | The belt is 105 cm long, with holes from 82 to 98 cm. For a waist of 78 cm the smaller size is the better choice.
- | We are sorry about the broken cup. Please open a return under your orders, the marketplace takes it back free of
  charge within 14 days.
- | Our mistake: we packed navy in place of black. Please tell us in the order chat whether you would like an exchange or a refund.
- | The price went from $24 to $19 on Friday because the spring sale began for everybody. We are sorry that you bought a day earlier.
- | The little pouch is part of every set, as the listing says. Good to hear that you use it!
- | All buyers get 10% off the second pair, the discount is shown on the product page and is taken off in the basket.
- | Thank you for such a detailed review with photos. It helps other people to pick their size.
- | The watch shows messages from WhatsApp and Telegram but cannot reply to them. We have made the description clearer.
- | The case fits the iPhone 13 and 14, but not the 13 mini. We are sorry that the picture was unclear.
- | The battery holds 10,000 mAh at 3.7 V, which makes about two full charges of a phone.
- | What a silly mistake of ours! The manual in the box was for last year's model. The next boxes have the right one.
- | The refund of $18.40 was made on 2 April. Your bank may need up to five working days to show it.
- | You are right, the seam was poor. We have taken the whole batch off sale and spoken to the workshop.
- | Please keep the water below 60 degrees, the glaze does not like more than that. Thank you for asking!
- | There are four of us, we pack by hand, and your kind words were read aloud at tea. Thank you.
- | These court shoes run narrow, so half a size up is a good idea. Thanks for pointing it out.
- | The toy police car needs two AA batteries, which are not included. We have put it in the title now.
- | An exchange goes through the marketplace: choose Return, then Wrong size, and order the other one.
- | The parcel waited nine days at the sorting centre. It was out of our hands, but we are sorry for it and have asked
  the delivery service why.
- | Three stars is a fair verdict. The packaging was too thin, and we are changing it.
- | We take the criticism to heart: a zip must not stick. Thank you for telling us.
- | The warranty is 24 months for every buyer and starts on the day of delivery. The receipt is under your orders.
- | The set holds 4 plates of 21 cm, 4 bowls of 500 ml and 1 dish of 32 x 18 cm, 9 pieces altogether.
- | We are sorry that nobody replied on Sunday. Our chat on the marketplace is open Monday to Friday, 9:00 to 18:00.
- | The fabric is called Fool's Gold because it shines in the sun. Indoors it is closer to beige, as you noticed.
- | The Mad Hatter teapot holds 1.2 litres. It is meant for two, so we understand that it seemed small.
- | We posted the missing screws on Monday, at no charge, and they should be with you by Thursday. Sorry again.
- | The number on the bottom, 0471-22-9083, is the batch. It tells that the cream was made in February.
- | The barcode 5012345678900 on the box belongs to the grey version, and grey is what you ordered on 7 May. Is the
  item itself of another colour?
- | Screens differ, and the green is indeed darker in daylight. We have added a photo taken by a window.
- | James, the picture of your cat in the basket made our day. Thank you!
- | Please compare with the size table: 40 is 25.5 cm, 41 is 26 cm, 42 is 26.5 cm.
- | The coupon on our shop page works for all orders above $30 until 31 May, you need not do anything for it.
- | The cable is USB-C to USB-C, 100 W, 2 m long. It does not carry a picture to a monitor, sorry.
- | We are sorry that you were disappointed, and we thank you for saying so openly.
- | A spare strap comes with every sofa cover, it is listed under What is in the box. Glad it came in handy.
- | If the lamp flickers, please write to us in the order chat and add a short video. We will find the cause.
- | Ozon brought this parcel in three days. We were as pleased as you are!
- | Which regions can order is decided by the marketplace. We hope that yours will be added soon.
- | In our test the stain came off with cold water and soap. Hot water sets it, so please avoid that.
- | We were on holiday from 1 to 8 May, that is why the order left late. It should have been written on the page, sorry.
- | We understand that you expected more for $60. The next version will have a metal hinge.
- | The order was placed with delivery to a pickup point. Delivery to the door can be chosen at the checkout next time.
- | Model DX-2200.14 differs from DX-2200.12 only in the hose, 1.8 m and not 1.5 m.
- | I knitted this hat myself and I am happy that it went to someone who loves green.
- | No excuses, this was our fault. The lid was not checked before it was packed.
- | The scent is strong for the first two days. Leave the jar open for an evening and it will calm down.
- | The mat is 183 x 61 cm, 6 mm thick and weighs 900 g. It was made for a home floor, not for concrete.
- | Thank you for coming back to us a third time, it means a lot to a small workshop.
- | We have answered your question about the warranty under Questions on the product page.
- | The marketplace is checking the weight that was printed on the label, its reply is due by 20 October.
- | The vase is thrown by hand, so a millimetre or two is normal. A chip is not, so please start a return.
- | The words "2 days" in the picture were too bold of us. It now says 2 to 5 days.
- | The plug is type C, so an adapter is needed in the UK. We are sorry that this was not plain.
- | The bottle holds 0.75 l and not 1 l. The title was wrong, we corrected it on Wednesday.
- | Thank you for the honest words. Good or bad, reviews show us what to do next.
- | Hooray, the gift got there before the birthday! We wish the young artist a lot of fun with the paints.
- | You ticked gift wrap at the checkout, so the card and the ribbon were in the price. Happy that they pleased.
- | The book has 312 pages, came out in 2019, and its ISBN is 978-1-4028-9462-6. It is the paperback, as you ordered.
- | The jacket is made for down to -15 °C. For a colder winter we would take a warmer one.
- | Please add a photo of the label to the return request. The marketplace decides within three days, and the way back
  costs you nothing.
- | The pump reaches 8 bar, that is 116 psi, which is plenty for a road bike.
- | We are glad the earrings suit you! The clasp loosens after a week or so, this is normal for silver 925.
- | The instructions are on sheet 4 of the booklet. We agree that the print is tiny and will make it larger.
- | We sell this tent in three sizes, and the pictures showed the largest one. It was confusing, we have replaced them.
"""
