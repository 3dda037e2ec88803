"""The English phrases of the fourth set: a row is `kinds | text`, `-` for an innocent one; an indented line goes on."""

TEXT = """
contact | We are sorry the zipper jammed. Ring our workshop on 8 912 555 01 34 any day until six and Pavel will sort
  it out.
contact | Thank you for the photo of the crack. Kindly forward it to claims@tulipceramics.net and we will look at it
  today.
contact | Text our repair bench, the digits are oh seven seven, double oh, nine hundred, one four three, and ask for
  Gareth.
contact | DM me on Insta, I'm hattie.throws.pots there, and I'll match the glaze to your other bowls.
contact | The assembly film is here: youtu.be/qX7shelfB2k, step four shows how the rail clicks in.
contact | So sorry about the wrong shade! Drop us a line, it's hello at mossandyarn dot com, we read everything.
contact | Our number is plus seven, nine two six, five five five, forty, eighteen. Ask for Lena, she knows about your
  lamp.
contact | Please contact via green app with the phone inside, same digits as on the sticker under the lid of your box.
contact | The care guide did not fit in the box, you can read it at www.linen-care-guide.info/wash.
contact | We answer much faster on WhatsApp than here, +86 138 5550 2217, just send the picture of the label.
contact | For the missing screws write to s u p p o r t (at) oakpeg (dot) ru and give the model name.
contact | Sorry for trouble friend. Our Viber is same as the number printed on the warranty card, write there, not
  here.
contact | Nine one six. Then 555. Then 27 and 03. That is how you get our master on the line, he will explain the
  setting.
contact | You'll find me on the social network with the little camera, my nickname there is the brand name with
  _handmade after it. Message me about the clasp.
inducement | Fancy a tenner back? Bump us up to five stars and it's in your account by teatime.
inducement | Leave us a glowing review of the dog bed and we'll knock 25 % off your next bag of biscuits.
inducement | Once the text above is gone, half of the price comes back to you. Fair deal, we think.
inducement | We give every buyer who posts a review with five stars and a photo a 15 yuan red packet.
inducement | A little surprise is waiting for you as soon as we see a kinder number of stars under your name.
inducement | We can resolve this in your favour: the review changes, and your next order costs you nothing.
inducement | Four stars is so close! One more, and I'll pop a free jar of chutney in the post to you.
inducement | Send us a screenshot of your top rating in the chat and you will get a keyring as our thank-you.
inducement | Keep the tent, have all your money back as well. All we need in return is for this comment to disappear.
inducement | Understand you are upset. We know how to be grateful to those who rewrite their words, and grateful we
  are in money.
inducement | For a review longer than 200 characters with all the stars we pay 100 roubles to your mobile.
inducement | After feedback is modify to the 5 star, our finance transfer 30 yuan for apology. Thanks for cooperate.
inducement | Shall we trade? You take away that single star, and we put a free set of spare brushes in the post.
inducement | Buyers who correct their review go on our bonus list and get double points with the next purchase.
pressure | Our solicitors have been instructed. You have until noon on Thursday to delete this, after that you will be
  served.
pressure | Oh please, I'm down on my knees here, do change it to five! You'd be saving a very small soap maker.
pressure | Young Callum in the packing room was let go over this comment of yours. You could still help him by taking
  it back.
pressure | Please, please, please reconsider the rating. We have already asked you four times and we will go on
  asking.
pressure | Should this comment stay, we'll see each other in court and you'll be paying our costs.
pressure | Dear buyer, your bad rating will make our family workshop close. Kindly modify it to five stars, we kneel
  before you.
pressure | No, we can't leave it at that. Go back into your review today and change the wording and the stars, both of
  them.
pressure | A file on this review is on its way to the fraud office. Take the review down and we'll call them off.
pressure | Leave it like that and we shall refuse every further order from you and warn the other sellers about your
  account.
pressure | My salary depends on these stars and I have two little ones to feed. Delete the review, I ask you as a
  human being.
pressure | If a shop gets below 4.7 it is fined, so you are fining us. Put it right and give five stars.
pressure | We know how to find out who writes such things. Better remove it by yourself before we come to talk.
pressure | Consider this an official warning: the text above damages our business, and we'll claim the lost sales from
  you unless it is deleted.
pressure | Why haven't you changed your mark yet? The replacement came, you promised, so go in right now and set five.
personal | Dear Mrs. Olga Verenich, we delivered to 14 Birch Street, flat 52, exactly as you wrote, so the parcel
  cannot have gone elsewhere.
personal | For the record, the box went to Flat 3, Wexcombe Court, Mill Lane, and a Mr. Aldous Pinner took it in.
personal | You mentioned in your messages that you are going through chemo, so a looser headscarf would have suited
  you better.
personal | Last month you also took two packs of adult nappies and a wig from us and were happy with all of it.
personal | In the picture you sent us in chat one sees you in your underwear before the mirror, and the bra clearly
  fits.
personal | Mr. Denis Larkov, born 12.04.1981, passport checked at pick-up, took the box himself on Friday.
personal | Same lady who had the haemorrhoid cushion and the nit comb from us in June, everybody, and she liked those.
personal | You wrote to us privately that you are in the middle of a divorce, so we understand the wardrobe had to
  wait.
personal | For everybody's information, the buyer is Timothy Brandle of 6 Quarry Road, and he signed for the parcel
  himself.
personal | Our chat shows you mentioned your mother's dementia, so the small digits of this clock must be hard on her.
personal | The card ending 4417 in the name of Irina Soboleva was refunded on Monday, kindly check.
personal | In the photo of your bedroom that you sent to our manager the bed is unmade and your wedding picture hangs
  above it, and the curtain rail sits too low.
personal | You work at the city tax office, Inna Grebneva, room 208, as your delivery address shows, and the parcel
  was handed to you there.
contact,personal | We rang you on 8 903 555 61 28, which is the number in your order, three times and you did not pick
  up.
contact,personal | Buyer's phone is 139 5550 8841, whoever knows this lady please tell her the parcel waits for her.
insult | You absolute muppet, it's a candle, of course it gets hot.
insult | You are lying, the box left us whole and you broke the vase yourself to get your money back.
insult | Bless. We shall print the next leaflet with pictures only, for customers of your sort who struggle with
  words.
insult | Breaking news: seeds need water! Do let us know when you find out about sunlight, professor.
insult | You're a con artist, plain and simple: same torn sleeve photo, different shop every week.
insult | We regret that our instruction, clear to any child of six, proved beyond your powers.
insult | What a professional complainer! Swapped the new shoes for old ones and now plays the victim.
insult | Dear buyer has maybe no brain, size was written in the page, big letters.
insult | Learn to read, you halfwit, before you slag off other people's work.
insult | We fully see that not everyone is given the gift of thinking before pressing the buy button. You are
  forgiven.
insult | Another freeloader who wore the dress to a wedding and sends it back stained. Shameless.
insult | Bravo, an Oscar for the performance! The scratch was obviously made by your own key, as you well know.
insult | Perhaps ordering things that need no intelligence, a spoon for example, would suit you better.
insult | Stop your rotten whining, you miserable miser, for that price you should say thanks.
other_shop | Sage green has gone from here, but there's a stack of it left on our Shopify store.
other_shop | For a wide fit try Cobbler & Daughters, their lasts are roomier than ours and they deliver.
other_shop | On our own site, oakpeg-store.com, the same shelf is cheaper and we ship it ourselves.
other_shop | You'd do better at IKEA for a bookcase that size, we only go up to 80 cm.
other_shop | We sell the spare lids only past the marketplace, order from us directly and you save the commission.
other_shop | Dear friend, same goods we have on eBay with better price, search by the name of our brand.
other_shop | Ask the chaps at Brightwater Lighting for the navy one, they still have it and post anywhere.
other_shop | Next time take it in our shop on Pushkin Square, without the marketplace's margin it comes out a third
  cheaper.
other_shop | It's dearer here because of fees. Our page at Etsy has the whole collection, come and see.
other_shop | The filter you need isn't ours, but the seller AquaTrade24 has it in stock, buy from him.
other_shop | We are leaving this marketplace in spring, from then on look for us on Yandex Market.
other_shop | All buyers who know the score order from our web store, its name is on the tag. You'd have had it in two
  days.
other_shop | Compare with Temu: there the same brush costs twice as much and arrives in a month.
other_shop | For wholesale lots please go to our 1688 page, here we keep only single pieces.
- | Thank you for your kind words! We are happy that the blanket found its place on your sofa.
- | Order 112-7734910-5520 left us on the Monday and was scanned in at the depot on the Wednesday.
- | Hands up, the stitching on that strap was poor. The whole lot has gone back to the maker.
- | Please tell us about it in the order chat and enclose a photo of the label, we will find a way together.
- | The tracking number is RB 482 550 117 CN, it was last scanned at the sorting centre on Sunday.
- | A UK 9 in this boot measures 28.1 cm inside, it's in the third picture of the listing.
- | You can return the shoes within 14 days through "My orders", the marketplace pays for the way back.
- | The free sample of chai goes into every parcel, as it says in the listing. Lovely that it hit the spot!
- | Everything in the listing is 20 % off for everyone this week, no code needed.
- | Thank you for the honest three stars. The handle is indeed short, and in the new batch from May it is 4 cm longer.
- | Two left gloves, what a pair of clots we are! Please open an exchange and we'll make it right.
- | I carve each spoon by hand, so the grain always differs a little. If yours has a crack, open a return and the
  marketplace will refund it.
- | Dear customer, we feel sorry for the late coming of the goods, the snow stopped the trucks for five days.
- | The watch shows messages from WhatsApp and Telegram once notifications are allowed in its app's settings.
- | The cartridge fits HP and Canon printers made after 2016, the full list is in the description.
- | Model 8 926 110 45 is discontinued, model 8 926 110 46 has the same fittings. Both are named in the description.
- | Barcode 4607012345678 on the box means the 500 ml bottle, so the warehouse did send the wrong one. We are sorry.
- | At 60 degrees the wool will felt. Please wash at 30 and dry flat, as the label says.
- | If the box was opened before you got it, please refuse it at the pick-up point, and the money comes back on its
  own.
- | There are no stupid questions! The battery goes in with its plus towards the spring.
- | You weren't lying about the smell, we opened another tin from that batch and it's just as bad. Refund approved.
- | Glad your grandad likes the cap! May it keep his ears warm at the allotment.
- | We do not ask anyone to change a review. Thank you for writing it as it was.
- | No, we never pay for reviews. All of them here are from people who bought the mug.
- | It's a courtroom thriller, the second in the series, so do start with the first or the verdict is spoilt.
- | A refund of 1 290 roubles was made by the marketplace on 14 February, it can take up to five working days to be
  seen.
- | Ah, that squeak! A drop of oil on the hinge cures it. If not, write in the order chat and we'll send a new hinge.
- | Ha, the dog in the unicorn hood has made our whole week! Thanks for the picture.
- | The gift box is sold on its own, its price is 150 roubles, so it was not in your parcel.
- | Thanks for coming back after a month of wear to tell everyone how the soles held up.
- | The warranty is 12 months from the day of receipt. Open a claim under your order and attach the video.
- | The wall bracket takes screens from 32 to 55 inches with a 400 by 400 mm pattern, yours is 600 wide. Please swap
  it through the marketplace.
- | We said oak, and the drawer backs are birch ply. Our wording was wrong, it's been changed today.
- | Margaret, your note made my morning. I read it to the sheep.
- | It's only me and my brother in the shed, so things run late around Christmas. Sorry you were caught by that.
- | Delivery to distant regions takes 9 to 16 days, the date in your order is worked out by the marketplace.
- | The smell is from the packing and goes in two or three days of airing. If it stays, please return the item.
- | Fair point, the rug looks teal on the screen and grey on the floor. New photos are up.
- | Please stop using that heater and unplug it. Return it as faulty, the marketplace covers the postage.
- | The lid holds water but it is not meant for fizzy drinks, the pressure can push it open.
- | Thank you kindly. Twenty-two years at the wheel and it still pleases me to hear the mug gets used daily.
- | We can't see from here why the courier was late, but the marketplace's support can, they are in the Help section.
- | The jigsaw has 1000 pieces, and a stray one often hides in the fold of the bag. If not, ask for a spare in the
  order chat.
- | Sorry to read that the light flickers. It may be the dimmer: the bulb is of the undimmable kind.
- | The number 0800-12-4 on the bottom is the mould number and has no bearing on quality.
- | Thank you for choosing our brand. Your remark about the strap has been passed on to the designers.
- | I could kick myself. That mirror should have had corner guards on it.
- | The Black Friday price was for everybody and ended on Monday at midnight.
- | The powder is fit for sensitive skin, but if there is redness please stop using it and see a doctor.
- | This saddle suits seat posts of 25.4 to 31.6 mm with the shim from the bag.
- | Dear buyer, the goods pass check before sending, but this time the check missed one hole. We apologise deeply.
- | The Allen key is taped under the seat, nearly everybody misses it!
- | You didn't do anything wrong: the thread is left-handed, and our leaflet forgot to say so.
- | The price rose on 1 April together with the cost of leather. We understand that this is unpleasant.
- | Moths? Oh no. Put a photo in the order chat please, and we'll have the yarn replaced.
- | The certificate is EAEU RU C-CN.AB12.B.00417/23, it can be seen in the documents section of the listing.
- | Thank you for five stars for the second kettle in a row!
- | It's one cushion, and the photo shows two. That's on us, the picture is coming down.
- | Replacement is free of charge within the warranty, whatever you have written in the review.
- | The colour in the set is chosen at random, as said in the listing, but we understand you had hoped for blue.
- | We do not have that size any more, and we do not know when it will be back. You can press "Tell me when in stock".
- | The plug only sees 2.4 GHz networks, so switch the router's other band off while you pair it.
- | Our e-mail address was printed on the old leaflet, now we answer in the order chat only.
- | Please keep the receipt and the box until the end of the return period.
- | It hurts to read, but it is fair. The glue was weak, and we have changed it.
- | We sent the missing shelf on 9 June, it travels under the same order and costs you nothing.
- | The knife comes sharp, please mind your fingers when you open the pack.
- | Short by 90 grams, you weighed it right. Our scale was out, and the refund has gone through.
- | Sourdough starter sulks in a cold kitchen. Give it five days at 24 degrees and feed it twice a day.
"""
